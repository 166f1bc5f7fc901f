"""Makes the sample shop Wrenfield: products, shoppers, a year of events, pictures.

Everything is invented. The same seed gives the same bytes. Run it from anywhere:

    python sample_data/make_sample.py
    python sample_data/make_sample.py --out /tmp/shop --shoppers 500 --seed 7

Pictures are only drawn with `--emoji FOLDER`, the unpacked npm package
`@lobehub/fluent-emoji-3d` (`npm pack @lobehub/fluent-emoji-3d`, then untar).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sample_data.make.catalogue import make_catalogue  # noqa: E402 (path set above)
from sample_data.make.pictures import draw_pictures, write_alt_texts  # noqa: E402
from sample_data.make.write import write_tables  # noqa: E402

SEED = 20261115
SHOPPERS = 5000


def main() -> None:
    """Read the arguments and write the shop."""
    parser = argparse.ArgumentParser(description="Make the sample shop Wrenfield.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--shoppers", type=int, default=SHOPPERS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--emoji", type=Path, help="unpacked npm package, for pictures")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    write_tables(wanted.out, wanted.shoppers, wanted.seed)
    if wanted.emoji is not None:
        items = make_catalogue(wanted.seed)
        folder = wanted.out / "pictures"
        written = draw_pictures(items, wanted.emoji, folder)
        write_alt_texts(items, folder)
        print(f"{written} pictures drawn")
    print(f"Wrenfield written to {wanted.out}")


if __name__ == "__main__":
    main()
