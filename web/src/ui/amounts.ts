// Money as people type it: "1.234,50" and "1,234.50" are the same, whatever the language of the page.
export function decimalsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // a currency that is still being typed
  }
}

// Minor units; null when it is no amount.
export function amountIn(text: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const bare = text.replace(/[\s$€]/g, '');
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(bare)) return null;
  const mark = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
  const after = bare.length - mark - 1;
  const hasFraction = mark >= 0 && after <= decimals;
  const whole = (hasFraction ? bare.slice(0, mark) : bare).replace(/[.,]/g, '');
  const fraction = hasFraction ? bare.slice(mark + 1) : '';
  const amount = Number(`${whole || '0'}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(amount) ? amount : null;
}

// For a field: "1234.50", with the mark of the language and no marks between thousands.
export function amountText(amount: number | null | undefined, currency: string, locale: string): string {
  if (amount == null) return '';
  const decimals = decimalsOf(currency);
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  }).format(amount / 10 ** decimals);
}
