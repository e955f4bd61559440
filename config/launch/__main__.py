"""python -m config.launch run | assets | demo-reset | with-database COMMAND… | with-scratch COMMAND…"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from config.launch import assets, run, services
from config.launch.binaries import NoPostgres
from config.launch.broker import BrokerFailed
from config.launch.postgres import DatabaseFailed
from config.launch.processes import say
from config.launch.scratch import start_scratch
from config.launch.tether import tie


def main(arguments: list[str]) -> int:
    match arguments:
        case ["run"]:
            if os.environ.get("MAKELEVEL"):  # make killed outright must not leave us behind
                tie(signal.SIGTERM, parent=os.getppid())
            run.run()
        case ["assets"]:
            assets.build()
        case ["demo-reset"]:
            run.reset_demo()
        case ["with-database", *command] if command:
            with ExitStack() as stack:
                services.join_for_command(stack)
                return subprocess.run(command).returncode
        case ["with-scratch", *command] if command:
            with ExitStack() as stack:
                services.set_local_defaults()
                start_scratch(stack, durable=True)
                return subprocess.run(command).returncode
        case _:
            say(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (run.Failed, assets.AssetsFailed, NoPostgres, DatabaseFailed, BrokerFailed) as error:
        say(str(error))
        sys.exit(1)
    except PermissionError as error:
        say(f"没有权限：{error.filename}。它可能由另一个用户（如 root）建立，请用那个用户运行，或把属主改回来")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
