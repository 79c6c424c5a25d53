"""Which words of one language carry a feeling or a hurry. Says what they weigh; reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class MoodWords:
    """The words of one language beside English.

    `plain` gives for each small English word of the reader's grammar ("not", "very", "can") the words that mean it; `#`
    stands for numbers in words and `@` for the days of the week. Everything else is what the English lists of the
    same name are, and stands in their place.
    """

    plain: Mapping[str, tuple[str, ...]]
    sober: tuple[str, ...]
    feelings: Mapping[str, float]
    thanks: tuple[str, ...]
    praise: tuple[str, ...]
    trouble: tuple[str, ...]
    relief: tuple[str, ...]
    hurry: Mapping[str, float]
    harm: Mapping[str, float]
    deadlines: Mapping[str, float]
    calm: tuple[str, ...]
