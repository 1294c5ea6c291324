// jsdom draws no map, so these are what is there on a machine without WebGL: everything as a list.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { draw } from '@mock/render';
import { CityMap } from '@/ui/map/CityMap';
import { PlacePicker } from '@/ui/map/PlacePicker';
import { ShapeEditor } from '@/ui/map/ShapeEditor';

const zone = { id: 'z', name: 'Centro', area: { type: 'Circle' as const, coordinates: [-58.38, -34.6], radius_m: 80 } };

describe('CityMap', () => {
  it('lists zones and points, and opens them', async () => {
    const [onOpenPoint, onOpenZone] = [vi.fn(), vi.fn()];
    const points = [{ id: 'p', lat: -34.6, lon: -58.38, label: 'AB123CD' }];
    draw(<CityMap label="Mapa" zones={[zone]} points={points} onOpenPoint={onOpenPoint} onOpenZone={onOpenZone} />);
    await userEvent.click(await screen.findByRole('button', { name: 'AB123CD' }));
    await userEvent.click(screen.getByRole('button', { name: 'Centro' }));
    expect(onOpenPoint).toHaveBeenCalledExactlyOnceWith('p');
    expect(onOpenZone).toHaveBeenCalledExactlyOnceWith('z');
  });

  it('becomes a list when one asks for it', async () => {
    draw(<CityMap label="Mapa" zones={[zone]} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Ver como lista' }));
    expect(screen.getByRole('list', { name: 'Mapa' }).textContent).toBe('Centro');
    await userEvent.click(screen.getByRole('button', { name: 'Ver en el mapa' }));
    expect(await screen.findByRole('button', { name: 'Ver como lista' })).toBeDefined();
  });
});

describe('PlacePicker', () => {
  it('takes coordinates that are written, and says when they are none', async () => {
    const onChange = vi.fn();
    draw(<PlacePicker label="Lugar" value={null} onChange={onChange} />);
    const field = await screen.findByLabelText('Latitud, longitud');
    await userEvent.type(field, 'x');
    expect(await screen.findByText(/Dos números/)).toBeDefined();
    await userEvent.clear(field);
    await userEvent.type(field, '-34.6, -58.38');
    expect(onChange).toHaveBeenLastCalledWith({ lat: -34.6, lon: -58.38 });
  });
});

describe('ShapeEditor', () => {
  it('sets the radius of a circle, takes it back, and clears', async () => {
    const onChange = vi.fn();
    draw(<ShapeEditor label="Zona" value={zone.area} onChange={onChange} />);
    const radius = await screen.findByLabelText('Radio (m)');
    await userEvent.type(radius, '5');
    expect(onChange).toHaveBeenLastCalledWith({ ...zone.area, radius_m: 805 });
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(onChange).toHaveBeenLastCalledWith(zone.area);
    await userEvent.click(screen.getByRole('button', { name: 'Borrar' }));
    expect(onChange).toHaveBeenLastCalledWith(null);
    expect(screen.queryByLabelText('Radio (m)')).toBeNull();
  });
});
