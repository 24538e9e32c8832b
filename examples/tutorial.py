"""The tutorial's program on plain lists: its seven steps, its names and its numbers.

    python3 examples/tutorial.py

Takes a second and writes no file. A matrix is a list of rows: [[1, 2, 3], [4, 5, 6]] is (2, 3).
"""
# 1. Import: what the tutorial takes from NumPy is in purenn.py
try:
    import purenn
except ImportError:  # it stands in the folder above this file
    import sys
    sys.path.append((__file__.replace("\\", "/").rpartition("/")[0] or ".") + "/..")
from purenn import dot, randn, sigmoid, sigmoid_derivative, transpose

# 2. The network's parameters: weights drawn from N(0, 1), biases of 0
input_size = 3
hidden_size = 4
output_size = 1
stream = randn(0)  # of seed 0; next(stream) is what NumPy's randn() gives next

def drawn(rows, columns):
    return [[next(stream) for _ in range(columns)] for _ in range(rows)]

W1 = drawn(input_size, hidden_size)
b1 = [[0.0] * hidden_size]  # (1, 4): one row
W2 = drawn(hidden_size, output_size)
b2 = [[0.0] * output_size]

# 3. Activation: sigmoid and its derivative were imported. What NumPy does with + and *:
def add(A, B, factor=1.0):  # A + factor * B
    return [[p + factor * q for p, q in zip(a, b)] for a, b in zip(A, B)]

def multiply(A, B):  # A * B, number by number
    return [[p * q for p, q in zip(a, b)] for a, b in zip(A, B)]

# 4. Forward propagation: from the inputs to the output
def forward_propagation(X):
    global z1, a1, z2, output
    z1 = add(dot(X, W1), b1 * len(X))  # the one row of b1 for each row of X
    a1 = sigmoid(z1)
    z2 = add(dot(a1, W2), b2 * len(X))
    output = sigmoid(z2)
    return output

# 5. Backpropagation: from the error of the output to a step of every weight and bias
def backpropagation(X, y, learning_rate):
    global W1, b1, W2, b2
    m = len(X)
    rate = learning_rate / m
    ones = [[1.0] * m]  # dot(ones, D) adds up each column of D: np.sum(D, axis=0)
    output_error = add(y, output, -1.0)
    output_delta = multiply(output_error, sigmoid_derivative(output))
    a1_error = dot(output_delta, transpose(W2))
    a1_delta = multiply(a1_error, sigmoid_derivative(a1))
    W2 = add(W2, dot(transpose(a1), output_delta), rate)
    b2 = add(b2, dot(ones, output_delta), rate)
    W1 = add(W1, dot(transpose(X), a1_delta), rate)
    b1 = add(b1, dot(ones, a1_delta), rate)

# 6. Training: one after the other, again and again
def train(X, y, epochs, learning_rate):
    for epoch in range(epochs):
        forward_propagation(X)
        backpropagation(X, y, learning_rate)
        if epoch % 1000 == 0:
            errors = add(y, output, -1.0)
            loss = sum([e * e for row in errors for e in row]) / len(errors)
            print("Epoch %d, Loss: %r" % (epoch, loss))

# 7. Test: XOR of the first two inputs
X = [[0, 0, 1],
     [0, 1, 1],
     [1, 0, 1],
     [1, 1, 1]]
y = [[0], [1], [1], [0]]

def main():
    train(X, y, epochs=10000, learning_rate=0.1)
    print("Predicted Output:")
    print(forward_propagation(X))

# That was all of it. Here the program starts, and answers --help.
if __name__ == "__main__":
    import sys
    if not sys.argv[1:]:
        main()
    elif sys.argv[1] in ("-h", "--help"):
        print(__doc__)
    else:
        print("unknown argument: %s; --help tells more" % sys.argv[1])
        sys.exit(2)
