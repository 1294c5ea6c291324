// For a select whose first choice is "": it is shown like any other, «All» or «None».
export const emptyChoice = { select: { displayEmpty: true }, inputLabel: { shrink: true } } as const;
