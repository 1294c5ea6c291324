import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { draw } from '@mock/render';
import { Problem } from '@/api/problem';
import { type Column, DataTable } from '@/ui/DataTable';

interface Car {
  id: string;
  plate: string;
}

const cars: Car[] = ['AB123CD', 'GKN482', 'AC999ZZ'].map((plate, index) => ({ id: String(index), plate }));
const columns: Column<Car>[] = [
  { key: 'plate', label: 'Patente', cell: (car) => car.plate },
  { key: 'id', label: 'Número', cell: (car) => car.id, onPhone: false },
];
const common = { label: 'Autos', columns, rowKey: (car: Car) => car.id, empty: <p>Nada</p> };

describe('DataTable', () => {
  it('walks its rows with the keyboard and opens one', async () => {
    const onOpen = vi.fn();
    draw(<DataTable {...common} rows={cars} onOpen={onOpen} />);
    await screen.findByText('AB123CD');
    await userEvent.tab();
    expect(document.activeElement?.textContent).toContain('AB123CD');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('AC999ZZ');
    await userEvent.keyboard('{Home}{ArrowDown}{Enter}');
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(cars[1]);
  });

  it('says that it waits, that there is nothing, and that it failed', async () => {
    const { unmount } = draw(<DataTable {...common} rows={undefined} />);
    expect((await screen.findByRole('grid', { name: 'Autos' })).getAttribute('aria-busy')).toBe('true');
    unmount();
    const emptied = draw(<DataTable {...common} rows={[]} />);
    expect(await screen.findByText('Nada')).toBeDefined();
    emptied.unmount();
    const retry = vi.fn();
    const problem = new Problem(500, { detail: 'La base no responde.', correlation_id: 'abc-1' });
    draw(<DataTable {...common} rows={undefined} problem={problem} onRetry={retry} />);
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText(/La base no responde/)).toBeDefined();
    expect(within(alert).getByText(/abc-1/)).toBeDefined();
    await userEvent.click(within(alert).getByRole('button', { name: 'Volver a intentar' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('asks for more rows', async () => {
    const onMore = vi.fn();
    draw(<DataTable {...common} rows={cars} onMore={onMore} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Mostrar más' }));
    expect(onMore).toHaveBeenCalledOnce();
  });
});
