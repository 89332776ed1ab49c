"""What every area builds on: audit, answers, details, holds, tickets."""
