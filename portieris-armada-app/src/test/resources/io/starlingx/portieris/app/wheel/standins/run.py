"""Runs the tests of a file against an unpacked wheel: run.py WHEEL_DIRECTORY TEST_MODULE"""
import os
import sys
import unittest

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [sys.argv[1], here, os.path.dirname(here)]
try:
    import yaml  # noqa: F401
except ImportError:
    sys.path.append(os.path.join(here, 'without_pyyaml'))


class Lines(unittest.TextTestResult):
    """One line a test, for the Java test that started this."""

    def getDescription(self, test):
        return test._testMethodName


runner = unittest.TextTestRunner(
    stream=sys.stdout, verbosity=2, resultclass=Lines, buffer=True)
tests = unittest.defaultTestLoader.loadTestsFromName(sys.argv[2])
sys.exit(not runner.run(tests).wasSuccessful())
