"""Random inspections 双随机 (G9): agencies and inspectors both drawn by the verifiable draw, results published."""
