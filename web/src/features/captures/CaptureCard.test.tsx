import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { capture, reading, stay } from '@mock/captures';
import { draw } from '@mock/render';
import { on } from '@mock/route';
import { server } from '@mock/test';
import { CaptureCard } from '@/features/captures/CaptureCard';

const shown = (more: Parameters<typeof capture>[0]) => {
  server.use(
    on('get', '/v1/captures/{capture}', () => capture(more)),
    on('get', '/v1/parking/stays', () => ({ items: [], next: null })),
  );
  draw(<CaptureCard id="c1" onClose={() => undefined} />);
};

describe('CaptureCard', () => {
  it('shows the plate, how sure it is, what happened and what is owed', async () => {
    shown({});
    expect(await screen.findByRole('img', { name: 'Patente A B 1 2 3 C D' })).toBeDefined();
    expect(screen.getByText(/Lectura segura · 99/)).toBeDefined();
    expect(screen.getByText(/Estadía abierta en Centro A/)).toBeDefined();
    expect(await screen.findByText(/1\.500,00/)).toBeDefined();
    expect(screen.getByText(/posición del teléfono/)).toBeDefined();
  });

  it('corrects the plate with one touch', async () => {
    const asked: unknown[] = [];
    server.use(
      on('patch', '/v1/sightings/{sighting}', async ({ request }) => {
        asked.push(await request.json(), request.headers.get('content-type'));
        return new Response('{}');
      }),
    );
    shown({});
    await userEvent.click(await screen.findByRole('button', { name: /^Corregir a AB.128.CD/ }));
    expect(asked).toEqual([{ plate: 'AB128CD' }, 'application/merge-patch+json']);
  });

  it('says why nothing was read and takes the plate by hand', async () => {
    shown({ readings: [], nothing_read: 'blurred', sighting: null, stay: null, offers: ['enter_plate'] });
    expect(await screen.findByText(/La foto salió movida/)).toBeDefined();
    const asked: unknown[] = [];
    server.use(
      on('put', '/v1/captures/{capture}/plate', async ({ request }) => {
        asked.push(await request.json());
        return capture();
      }),
    );
    await userEvent.type(screen.getByRole('combobox', { name: 'Escribir la patente' }), 'gkn 482{Enter}');
    expect(asked).toEqual([{ plate: 'GKN482' }]);
  });

  it('offers the cars that are inside after three keystrokes', async () => {
    shown({ readings: [], nothing_read: 'dark', sighting: null, stay: null, offers: ['enter_plate'] });
    const entered: unknown[] = [];
    server.use(
      on('get', '/v1/parking/stays', () => ({ items: [stay({ plate: 'GKN482' })], next: null })),
      on('put', '/v1/captures/{capture}/plate', async ({ request }) => {
        entered.push(await request.json());
        return capture();
      }),
    );
    await userEvent.type(await screen.findByRole('combobox', { name: 'Escribir la patente' }), '482');
    await userEvent.click(await screen.findByRole('option', { name: 'GKN482' }));
    expect(entered).toEqual([{ plate: 'GKN482' }]);
  });

  it('lets a person choose where the reader was not sure', async () => {
    shown({
      readings: [reading('AB123CD', { verdict: 'doubtful', confidence: 0.62 })],
      sighting: null,
      stay: null,
      offers: ['enter_plate'],
    });
    expect(await screen.findByText(/Lectura dudosa/)).toBeDefined();
    expect(screen.getByRole('button', { name: /^Corregir a AB.123.CD/ })).toBeDefined();
  });
});
