"""For authors of channels: a network in memory with faults on demand, and the contract suite.

``FakeNetwork`` stands in for a network in the tests of everything that uses channels; ``ChannelContract`` is a pytest
class that checks one channel, ``structure`` the findings about its folder. See docs/channels.md.
"""

from hilft.channels.testing.contract_suite import ChannelContract
from hilft.channels.testing.fake_channel import FAKE, FakeChannel
from hilft.channels.testing.fake_network import FakeNetwork, Post
from hilft.channels.testing.rules import RULES
from hilft.channels.testing.structure import structure

__all__ = ["FAKE", "RULES", "ChannelContract", "FakeChannel", "FakeNetwork", "Post", "structure"]
