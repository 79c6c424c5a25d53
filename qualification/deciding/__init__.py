"""The parts of `qualification.decide`: one module for each kind of turn. Other packages import `decide` only."""
