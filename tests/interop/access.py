from tests.interop import access_exporting, access_playing

ROWS = [*access_playing.ROWS, *access_exporting.ROWS]


def build(world) -> None:
    access_playing.build(world)
    access_exporting.build(world)
