"""What the rules of procedure say: plain values and functions, without a clock, a database or a web."""
