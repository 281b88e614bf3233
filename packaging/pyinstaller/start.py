"""Where the frozen program begins: the same as ``python -m desktop_reader``."""

import os
import sys

# What leads a frozen program to its own libraries is not for the browser that it opens, nor for whatever that opens.
os.environ.pop("QT_PLUGIN_PATH", None)
os.environ.pop("QML2_IMPORT_PATH", None)
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

from desktop_reader.__main__ import main

sys.exit(main())
