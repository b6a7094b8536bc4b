"""Features become numbers: hashed, weighted by rarity and scaled block by block, without a library at run time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Hashed:
    """The features of one text as hashes (uint32), how often each occurs (float32), and its block (uint8)."""

    keys: NDArray[np.uint32]
    times: NDArray[np.float32]
    blocks: NDArray[np.uint8]

    @classmethod
    def of(cls, blocks: Sequence[Sequence[str]]) -> "Hashed":
        counts = [Counter([crc32(feature.encode()) for feature in block]) for block in blocks]
        size = sum(map(len, counts))
        return cls(
            np.fromiter(chain.from_iterable(counts), np.uint32, count=size),
            np.fromiter(chain.from_iterable(count.values() for count in counts), np.float32, count=size),
            np.repeat(np.arange(len(counts), dtype=np.uint8), [len(count) for count in counts]),
        )


@dataclass(frozen=True, slots=True)
class Vectoriser:
    """The known features as sorted hashes (uint32), with the rarity weight of each (float32).

    :param scales: the weight of each block beside the others.
    """

    hashes: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    scales: tuple[float, ...]

    @classmethod
    def fit(cls, texts: Sequence[Hashed], *, scales: tuple[float, ...], least: int = 2) -> "Vectoriser":
        """Learn which features occur in at least `least` texts, and how rare each is."""
        keys, counts = np.unique(np.concatenate([text.keys for text in texts]), return_counts=True)
        kept = counts >= least
        rarity = np.log((1 + len(texts)) / (1 + counts[kept])) + 1
        return cls(keys[kept], rarity.astype(np.float32), scales)

    def transform(self, text: Hashed) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Columns and weights of the known features of one text; every block has the length of its weight."""
        columns, weights, _ = self._weigh(text.keys, text.times, text.blocks.astype(np.intp), 1)
        return columns, weights

    def matrix(self, texts: Sequence[Hashed]) -> Any:
        """The scipy CSR matrix of many texts, for training."""
        from scipy.sparse import csr_matrix

        rows = np.repeat(np.arange(len(texts)), [len(text.keys) for text in texts])
        blocks = rows * len(self.scales) + np.concatenate([text.blocks for text in texts])
        keys = np.concatenate([text.keys for text in texts])
        times = np.concatenate([text.times for text in texts])
        columns, weights, blocks = self._weigh(keys, times, blocks, len(texts))
        shape = (len(texts), len(self.hashes))
        return csr_matrix((weights, (blocks // len(self.scales), columns)), shape=shape)

    def _weigh(
        self, keys: NDArray[np.uint32], times: NDArray[np.float32], blocks: NDArray[np.intp], texts: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.intp]]:
        """Columns, weights and blocks (counted through all texts) of the known features."""
        columns = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        known = self.hashes[columns] == keys
        columns, blocks = columns[known], blocks[known]
        weights = (1 + np.log(times[known])) * self.rarity[columns]
        lengths = np.sqrt(np.bincount(blocks, weights=weights**2, minlength=texts * len(self.scales)))
        scales = np.tile(self.scales, texts) / np.maximum(lengths, _TINY)
        return columns, (weights * scales[blocks]).astype(np.float32), blocks
