"""Features become numbers: hashed, weighted by rarity and scaled block by block, without a library at run time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Blocks = tuple[Sequence[str], ...]

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Vectoriser:
    """The known features as sorted hashes (uint32), with the rarity weight of each (float32).

    :param scales: the weight of each block beside the others.
    """

    hashes: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    scales: tuple[float, ...]

    @classmethod
    def fit(cls, documents: Iterable[Blocks], *, scales: tuple[float, ...], least: int = 2) -> "Vectoriser":
        """Learn which features occur in at least `least` documents, and how rare each is."""
        seen: Counter[int] = Counter()
        total = 0
        for blocks in documents:
            total += 1
            seen.update({crc32(feature.encode()) for block in blocks for feature in block})
        kept = sorted(key for key, count in seen.items() if count >= least)
        counts = np.array([seen[key] for key in kept], dtype=np.float64)
        rarity = np.log((1 + total) / (1 + counts)) + 1
        return cls(np.array(kept, dtype=np.uint32), rarity.astype(np.float32), scales)

    def transform(self, blocks: Blocks) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Columns and weights of the known features of one text; every block has the length of its weight."""
        counts = [Counter([crc32(feature.encode()) for feature in block]) for block in blocks]
        sizes = [len(count) for count in counts]
        keys = np.fromiter(chain.from_iterable(counts), dtype=np.uint32, count=sum(sizes))
        times = np.fromiter(
            chain.from_iterable(count.values() for count in counts), np.float32, count=sum(sizes)
        )
        block = np.repeat(np.arange(len(blocks)), sizes)
        columns = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        known = self.hashes[columns] == keys
        columns, block = columns[known], block[known]
        weights = (1 + np.log(times[known])) * self.rarity[columns]
        lengths = np.sqrt(np.bincount(block, weights=weights**2, minlength=len(blocks)))
        scales = np.array(self.scales) / np.maximum(lengths, _TINY)
        return columns, (weights * scales[block]).astype(np.float32)

    def matrix(self, documents: Iterable[Blocks]) -> Any:
        """The scipy CSR matrix of many texts, for training."""
        from scipy.sparse import csr_matrix

        rows = [self.transform(blocks) for blocks in documents]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, columns, starts), shape=(len(rows), len(self.hashes)))
