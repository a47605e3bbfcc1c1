"""What is sealed opens for its account alone."""

import pickle
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilft.accounts import KeyTooShort, SecretsLocked, Vault
from hilft.ids import AccountId, BrandId
from tests.accounts.conftest import KEY, OTHER_KEY, TOKEN

BRAND, OTHER_BRAND = BrandId(uuid.uuid4()), BrandId(uuid.uuid4())
ACCOUNT, OTHER_ACCOUNT = AccountId(uuid.uuid4()), AccountId(uuid.uuid4())
VAULT = Vault([KEY])
SEALED = VAULT.seal(BRAND, ACCOUNT, {"token": TOKEN})


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_what_was_sealed_opens(secrets: dict[str, str]) -> None:
    assert VAULT.open(BRAND, ACCOUNT, VAULT.seal(BRAND, ACCOUNT, secrets)) == secrets


@pytest.mark.parametrize(
    ("brand", "account"), [(OTHER_BRAND, ACCOUNT), (BRAND, OTHER_ACCOUNT), (OTHER_BRAND, OTHER_ACCOUNT)]
)
def test_a_blob_moved_to_another_row_does_not_open(brand: BrandId, account: AccountId) -> None:
    with pytest.raises(SecretsLocked):
        VAULT.open(brand, account, SEALED)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_noticed(position: int, change: int) -> None:
    tampered = bytearray(SEALED)
    tampered[position] ^= change
    with pytest.raises(SecretsLocked):
        VAULT.open(BRAND, ACCOUNT, bytes(tampered))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_blob_does_not_open(length: int) -> None:
    with pytest.raises(SecretsLocked):
        VAULT.open(BRAND, ACCOUNT, SEALED[:length])


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SecretsLocked):
        Vault([OTHER_KEY]).open(BRAND, ACCOUNT, SEALED)


def test_a_ring_of_keys_opens_the_old_and_seals_with_the_first() -> None:
    both = Vault([OTHER_KEY, KEY])
    assert both.open(BRAND, ACCOUNT, SEALED) == {"token": TOKEN}
    assert not both.is_current(SEALED)
    anew = both.seal(BRAND, ACCOUNT, {"token": TOKEN})
    assert both.is_current(anew)
    assert Vault([OTHER_KEY]).open(BRAND, ACCOUNT, anew) == {"token": TOKEN}


def test_the_same_secrets_never_look_the_same() -> None:
    blobs = {VAULT.seal(BRAND, ACCOUNT, {"token": TOKEN}) for _ in range(50)}
    assert len(blobs) == 50
    assert not any(TOKEN.encode() in blob for blob in blobs)


@pytest.mark.parametrize("texts", [[], [""], ["x" * 31], [KEY, "short"]])
def test_a_short_key_is_refused(texts: list[str]) -> None:
    with pytest.raises(KeyTooShort, match="at least 32 characters"):
        Vault(texts)


def test_the_vault_shows_its_keys_to_nobody() -> None:
    assert KEY not in f"{VAULT!r} {VAULT} {VAULT._keys!r}"
    with pytest.raises((TypeError, pickle.PicklingError)):
        pickle.dumps(VAULT)
