"""Compares what two programs print, number by number. runtimes.py and sandbox.py use it."""
import re

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def differences(output, expected, tolerance):
    numbers, wanted = NUMBER.findall(output), NUMBER.findall(expected)
    if NUMBER.sub("", output) != NUMBER.sub("", expected) or len(numbers) != len(wanted):
        return ["the output has another form"]
    return ["%s for %s" % pair for pair in zip(numbers, wanted)
            if not abs(float(pair[0]) - float(pair[1])) <= tolerance]
