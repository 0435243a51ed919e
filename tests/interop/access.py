from tests.interop import access_exporting, access_importing, access_playing

ROWS = [*access_playing.ROWS, *access_exporting.ROWS, *access_importing.ROWS]


def build(world) -> None:
    access_playing.build(world)
    access_exporting.build(world)
    access_importing.build(world)
