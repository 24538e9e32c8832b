"""The tutorial's program on lists, its seven steps, its numbers: a second, no argument, no file."""
# 1. Libraries: NumPy's part is played by purenn.py, one folder up or beside this file.
import sys; sys.path.insert(0, (__file__.replace("\\", "/").rpartition("/")[0] or ".") + "/..")
from purenn import dot, randn, sigmoid, sigmoid_derivative, transpose

# 2. The network's parameters: 3 inputs, 4 hidden neurons, 1 output.
stream, b1, b2 = randn(0), [[0.0] * 4], [[0.0]]  # seed 0; next(stream) is one number from N(0, 1)
W1 = [[next(stream) for _ in range(4)] for _ in range(3)]
W2 = [[next(stream) for _ in range(1)] for _ in range(4)]

# 3. The activation, sigmoid, and its derivative are imported. What NumPy does with + and * :
def add(A, B, c=1.0): return [[p + c * q for p, q in zip(a, b)] for a, b in zip(A, B)]
def multiply(A, B): return [[p * q for p, q in zip(a, b)] for a, b in zip(A, B)]

# 4. Forward: from the inputs to the output
def forward_propagation(X):
    global z1, a1, z2, output
    z1 = add(dot(X, W1), b1 * len(X))  # the one row of b1, len(X) times
    a1 = sigmoid(z1)
    z2 = add(dot(a1, W2), b2 * len(X))
    output = sigmoid(z2)
    return output

# 5. Backward: from the error of the output to a step of every weight
def backpropagation(X, y, learning_rate):
    global W1, b1, W2, b2
    ones, rate = [[1.0] * len(X)], learning_rate / len(X)  # dot(ones, D) is np.sum(D, axis=0)
    output_error = add(y, output, -1.0)
    output_delta = multiply(output_error, sigmoid_derivative(output))
    a1_error = dot(output_delta, transpose(W2))
    a1_delta = multiply(a1_error, sigmoid_derivative(a1))
    W2 = add(W2, dot(transpose(a1), output_delta), rate)
    b2 = add(b2, dot(ones, output_delta), rate)
    W1 = add(W1, dot(transpose(X), a1_delta), rate)
    b1 = add(b1, dot(ones, a1_delta), rate)

# 6. Training: both, again and again
def train(X, y, epochs, learning_rate):
    for epoch in range(epochs):
        forward_propagation(X)
        backpropagation(X, y, learning_rate)
        if epoch % 1000 == 0:
            loss = sum([(t[0] - a[0]) ** 2 for t, a in zip(y, output)]) / len(y)
            print("Epoch %d, Loss: %r" % (epoch, loss))

# 7. The test: XOR of the first two inputs
X, y = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
if sys.argv[1:]: print(__doc__); sys.exit(0 if sys.argv[1] in ("-h", "--help") else 2)
train(X, y, epochs=10000, learning_rate=0.1)
print("Predicted Output:\n%s" % forward_propagation(X))
