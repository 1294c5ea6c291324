import { describe, expect, it } from 'vitest';
import { amountIn, amountText, decimalsOf } from '@/ui/amounts';

describe('amountIn', () => {
  it.each([
    ['1.234,50', 'ARS', 123450],
    ['1,234.50', 'ARS', 123450],
    ['2400', 'ARS', 240000],
    ['2.400', 'ARS', 240000],
    ['0,5', 'ARS', 50],
    ['$ 12', 'ARS', 1200],
    ['-3,10', 'ARS', -310],
    ['1.500', 'CLP', 1500],
    ['', 'ARS', null],
    ['doce', 'ARS', null],
    ['99999999999999999', 'ARS', null],
  ])('%s in %s is %s', (text, currency, amount) => expect(amountIn(text, currency)).toBe(amount));
});

it('reads again what it wrote', () => {
  for (const [amount, currency] of [
    [123450, 'ARS'],
    [7, 'ARS'],
    [1500, 'CLP'],
  ] as const)
    for (const locale of ['es-AR', 'en-GB'])
      expect(amountIn(amountText(amount, currency, locale), currency)).toBe(amount);
});

it('knows the decimals of a currency, also of one that is being typed', () => {
  expect([decimalsOf('ARS'), decimalsOf('CLP'), decimalsOf('A')]).toEqual([2, 0, 2]);
});
