"""Makes ``python -m withy`` work."""

import sys

from .cli.main import main

sys.exit(main())
