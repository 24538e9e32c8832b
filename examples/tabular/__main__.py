"""Runs the folder as a program: python3 tabular train ..."""
import os
import sys

# The modules are a package's: its folder, which Python puts first, is no place to look for others.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if __name__ == "__main__":
    try:
        import tabular
        sys.exit(tabular.main())
    except KeyboardInterrupt:  # in the first moments
        sys.stderr.write("tabular: stopped\n")
        sys.exit(130)
