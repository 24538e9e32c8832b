"""The tutorial's program on lists, its seven steps, its numbers: a second, no argument, no file."""
# 1. Libraries: NumPy's part is played by purenn.py, one folder up or beside this file.
import sys
sys.path.insert(0, (__file__.replace("\\", "/").rpartition("/")[0] or ".") + "/..")
from purenn import dot, randn, sigmoid, sigmoid_derivative, transpose

# 2. The network's parameters: 3 inputs, 4 hidden neurons, 1 output.
stream = randn(0)
W1 = [[next(stream) for _ in range(4)] for _ in range(3)]
W2 = [[next(stream) for _ in range(1)] for _ in range(4)]
b1, b2 = [0.0] * 4, [0.0]

# 3. The activation, sigmoid, and its derivative are imported. What NumPy does with + and * :
def each(f, A, B):  # A and B have one shape
    return [[f(a, b) for a, b in zip(*rows)] for rows in zip(A, B)]

# 4. Forward: from the inputs to the output
def forward_propagation(X):
    global a1, output
    a1 = sigmoid([[z + b for z, b in zip(row, b1)] for row in dot(X, W1)])
    output = sigmoid([[z + b for z, b in zip(row, b2)] for row in dot(a1, W2)])
    return output

# 5. Backward: from the error of the output to a step of every weight
def backpropagation(X, y, learning_rate):
    global W1, b1, W2, b2
    rate = learning_rate / len(X)
    output_error = each(lambda t, a: t - a, y, output)
    output_delta = each(lambda e, s: e * s, output_error, sigmoid_derivative(output))
    a1_error = dot(output_delta, transpose(W2))
    a1_delta = each(lambda e, s: e * s, a1_error, sigmoid_derivative(a1))
    W2 = each(lambda w, s: w + s * rate, W2, dot(transpose(a1), output_delta))
    b2 = [b + sum(column) * rate for b, column in zip(b2, transpose(output_delta))]
    W1 = each(lambda w, s: w + s * rate, W1, dot(transpose(X), a1_delta))
    b1 = [b + sum(column) * rate for b, column in zip(b1, transpose(a1_delta))]

# 6. Training: both, again and again
def train(X, y, epochs, learning_rate):
    for epoch in range(epochs):
        forward_propagation(X)
        backpropagation(X, y, learning_rate)
        if epoch % 1000 == 0:
            loss = sum([(t - a) ** 2 for [t], [a] in zip(y, output)]) / len(y)
            print("Epoch %d, Loss: %r" % (epoch, loss))

# 7. The test: XOR of the first two inputs
X, y = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
if sys.argv[1:]: print(__doc__); sys.exit(0 if sys.argv[1] in ("-h", "--help") else 2)
train(X, y, epochs=10000, learning_rate=0.1)
print("Predicted Output:\n%s" % forward_propagation(X))
