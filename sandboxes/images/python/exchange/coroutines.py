"""Coroutines of the tests, and those of an answer as the tests await them."""

import types


@types.coroutine
def moment():
    """Lets what else waits in this loop begin."""
    yield


def run_apart(awaitable):
    """Runs a coroutine of the tests to its end, also while a loop of theirs waits for the answer."""
    import asyncio
    import threading

    told = {}

    async def run():
        return await awaitable

    def work():
        try:
            told["value"] = asyncio.run(run())
        except BaseException as error:
            told["error"] = error

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if "error" in told:
        raise told["error"]
    return told["value"]
