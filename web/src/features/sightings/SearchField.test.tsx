import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { draw } from '@mock/render';
import { SearchField } from '@/features/sightings/SearchField';

let waiting: (() => void)[] = [];

// An address that follows late, as it does on a slow machine.
function Late() {
  const [value, setValue] = useState('');
  return <SearchField value={value} onChange={(plate) => waiting.push(() => setValue(plate))} />;
}

it('loses no letter when what was typed comes back late', async () => {
  waiting = [];
  draw(<Late />);
  const field = await screen.findByLabelText<HTMLInputElement>('Patente');
  await userEvent.type(field, 'AB123CD');
  expect(waiting.length).toBe('AB123CD'.length);
  for (const comes of waiting.splice(0)) {
    act(comes);
    expect(field.value).toBe('AB123CD');
  }
});
