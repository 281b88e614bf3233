"""Where the frozen program begins: the same as ``python -m desktop_reader``."""

import sys

from desktop_reader.__main__ import main

sys.exit(main())
