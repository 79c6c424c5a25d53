"""Reads the word pieces out of a SentencePiece model, which is a protocol buffer.

Four fields of it are wanted, so they are read by hand instead of with the library.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

# Field numbers of SentencePiece's ModelProto and of the messages in it.
_MODEL_PIECE, _MODEL_NORMALIZER = 1, 3
_PIECE_TEXT, _PIECE_SCORE = 1, 2
_NORMALIZER_CHARACTERS = 2

_VARINT, _EIGHT_BYTES, _COUNTED, _FOUR_BYTES = 0, 1, 2, 5
_MORE = 0x80


@dataclass(frozen=True)
class Pieces:
    """Texts with the logarithm of how likely they are, and the table by which characters are made alike."""

    pieces: list[tuple[str, float]]
    characters: bytes


def read_pieces(model: bytes) -> Pieces:
    pieces: list[tuple[str, float]] = []
    characters = b""
    for number, value in _fields(model):
        if number == _MODEL_PIECE:
            pieces.append(_piece(value))
        elif number == _MODEL_NORMALIZER:
            characters = dict(_fields(value))[_NORMALIZER_CHARACTERS]
    return Pieces(pieces, characters)


def _piece(message: bytes) -> tuple[str, float]:
    fields = dict(_fields(message))
    # A score of nought is left out.
    (score,) = struct.unpack("<f", fields.get(_PIECE_SCORE, b"\0\0\0\0"))
    return fields[_PIECE_TEXT].decode(), score


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each field, in order."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == _VARINT:
            start, (_, end) = place, _varint(message, place)
        elif kind == _COUNTED:
            length, start = _varint(message, place)
            end = start + length
        else:
            start, end = place, place + {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}[kind]
        yield key >> 3, message[start:end]
        place = end


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """The number that begins at `place`, seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & ~_MORE) << shift
        place, shift = place + 1, shift + 7
        if byte < _MORE:
            return value, place
