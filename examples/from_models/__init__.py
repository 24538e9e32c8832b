"""What from_model.py is made of: a module for each library, and what they share.

signal.py            what flows through a model: layers, and what is linear behind the last of them
names.py             what a network's inputs and outputs mean; encode(row)
encode.py encode.js  encode(row) in the two languages, as it is exported
from_scikit_learn.py from_pytorch.py from_keras.py from_onnx.py    a model of each as a signal
outgrow.py           the way back: to_torch, to_scikit_learn, to_onnx
demo.py              models of real data, taken over and compared
"""
