"""`python -m kneadcast` does what the console command does."""

from kneadcast.cli import main

if __name__ == "__main__":
    main()
