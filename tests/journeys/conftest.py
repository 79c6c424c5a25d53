"""One running product for all journeys."""

from collections.abc import Iterator

import pytest

from tests.journeys.product import Product, Talk, open_talk, running_product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture
def talk(product: Product) -> Iterator[Talk]:
    with open_talk(product.url) as opened:
        yield opened
