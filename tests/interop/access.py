from tests.interop import access_playing

ROWS = [*access_playing.ROWS]


def build(world) -> None:
    access_playing.build(world)
