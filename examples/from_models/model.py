"""What every library's Model has in common, and how a network is held to its model."""
import numpy as np

from . import names


class Model:
    """A trained model, taken apart.

    signal: what its outputs are. names: what they and its inputs mean. loss: Network's, None for
    the default. tolerance: how far a network may be from the model, as a part of the largest
    output. blame: what may be the matter, and what to do, where it is further away.
    """

    loss = None
    tolerance = 1e-3
    blame = "pass a model of the layers that are known"

    def use(self, signal, classes=None):
        self.signal = signal
        columns = ["x%d" % k for k in range(signal.input_width)]
        self.names = names.Names(columns, classes=classes)

    def rows(self, size):
        """Rows as the model takes them, of the size of its data where it scales them."""
        return self.signal.natural_rows(size).tolist()

    def answers(self, rows):
        """What the model itself gives for rows, as an array; None: there is no model to ask."""
        return None

    def network(self, loss=None):
        """The network, which gives what the model gives. ValueError: it does not."""
        net = self.signal.network(loss or self.loss)
        for size in 1.0, 30.0:  # what clips shows at large inputs, what shifts at small ones
            rows = self.rows(size)
            expected = self.answers(rows)
            if expected is not None:
                inputs = [self.names.encode(row) for row in rows]
                self._agree(np.array(net.forward_propagation(inputs)), expected)
        return net

    def _agree(self, outputs, expected):
        if self.names.classes and len(self.names.classes) == expected.shape[1] == 2:
            expected = expected[:, -outputs.shape[1]:]  # of two probabilities the second
        if outputs.shape != expected.shape:
            raise ValueError("expected the model's %d outputs, the network gives %d: %s"
                             % (expected.shape[1], outputs.shape[1], self.blame))
        sizes = np.abs(expected).max(axis=0)  # of each output; a small one may be rounding alone
        allowed = self.tolerance * np.maximum(sizes, 1e-3 * sizes.max())
        wrong = ~(np.abs(outputs - expected) <= allowed)  # true of NaN also
        if wrong.any():
            raise ValueError("expected the model's %r, the network gives %r: %s" % (
                float(expected[wrong][0]), float(outputs[wrong][0]), self.blame))
