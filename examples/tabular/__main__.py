"""Runs the folder as a program: python3 tabular train ..."""
import os
import sys

# The modules are a package's: its folder, which Python puts first, is no place to look for others.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
import tabular

if __name__ == "__main__":
    sys.exit(tabular.main())
