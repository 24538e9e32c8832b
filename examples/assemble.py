"""What from_pytorch.py and from_keras.py share: a Network of the layers of another library."""
import learning  # finds purenn.py, one folder up
from purenn import Network


def assemble(parts, loss=None):
    """The Network of these parts, in the order in which the inputs pass through them:

    ("dense", W, b): a matrix (n_in, n_out) and a list of n_out; ("activation", name);
    ("affine", scale, shift): x * scale + shift, lists of a number per column, which goes into the
    weights of the dense layer before it or, behind an activation or at the start, after it.
    """
    names, weights, biases, waiting = [], [], [], None
    for kind, *values in parts:
        bare = names[-1:] == ["linear"] and not waiting  # a dense layer is all that is before
        if kind == "dense":
            W, b = values
            if waiting:
                b = [v + sum(shift * w for shift, w in zip(waiting[1], column))
                     for v, column in zip(b, zip(*W))]
                W = [[scale * w for w in row] for scale, row in zip(waiting[0], W)]
            names, weights, biases, waiting = names + ["linear"], weights + [W], biases + [b], None
        elif kind == "activation" and bare:
            names[-1] = values[0]
        elif kind == "affine" and bare:
            weights[-1] = [[w * scale for w, scale in zip(row, values[0])] for row in weights[-1]]
            biases[-1] = [b * scale + shift for b, scale, shift in zip(biases[-1], *values)]
        elif kind == "affine" and not waiting:
            waiting = values
        else:
            raise ValueError("expected a dense layer before %s" % values[0] if kind == "activation"
                             else "expected a dense layer between two that scale")
    if waiting or not weights:
        raise ValueError("expected a dense layer, and none but an activation behind the last one")
    return Network([len(weights[0])] + [len(b) for b in biases], names, loss,
                   weights=weights, biases=biases)
