"""`python -m kaigi_extract.cli` is the command `kaigi-extract`."""

import sys

from kaigi_extract.cli import main

sys.exit(main())
