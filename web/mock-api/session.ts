import { HttpResponse, http } from 'msw';
import { refusal } from '@mock/route';
import type { Session, SessionUser } from '@/api/session';

export const someone: Session = {
  user: null,
  caller: {
    kind: 'key',
    id: '0199a000-0000-7000-8000-000000000001',
    name: 'mock',
    permissions: ['*'],
    zones: [],
    devices: [],
  },
};

export const ana: SessionUser = {
  id: '0199a000-0000-7000-8000-000000000002',
  login: 'ana',
  name: 'Ana Pérez',
  roles: ['attendant'],
  permissions: ['captures.create', 'captures.read', 'parking.read'],
  language: 'es',
  zones: [],
  devices: [],
  has_totp: false,
  must_choose_password: false,
};

export const sessionOf = (user: Partial<SessionUser> = {}): Session => {
  const whole = { ...ana, ...user };
  const { id, name, permissions, zones, devices } = whole;
  const caller = { kind: 'user', id, name, permissions, zones, devices };
  return { user: whole, caller, csrf: 'csrf-1', expires_at: '2026-11-10T17:00:00Z' };
};

let current: Session = someone;

const become = (next: Session) => {
  current = next;
  return HttpResponse.json(next);
};

export const session = [
  http.get('*/v1/session', () => HttpResponse.json(current)),
  http.post('*/v1/session', async ({ request }) => {
    const { login, password } = (await request.json()) as { login: string; password: string };
    return password === 'secret' ? become(sessionOf({ login })) : refusal(401, 'login-refused');
  }),
  http.delete('*/v1/session', () => {
    current = someone;
    return new HttpResponse(null, { status: 204 });
  }),
  http.put('*/v1/session/password', () => become(sessionOf())),
  http.post('*/v1/session/totp', () =>
    HttpResponse.json({
      secret: 'JBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Patente:ana?secret=JBSWY3DPEHPK3PXP&issuer=Patente',
    }),
  ),
  http.put('*/v1/session/totp', () => become(sessionOf({ has_totp: true }))),
  http.delete('*/v1/session/totp', () => {
    current = sessionOf();
    return new HttpResponse(null, { status: 204 });
  }),
  http.get('*/v1/sessions', () =>
    HttpResponse.json({
      items: [
        {
          id: 'n1',
          made_at: '2026-11-03T12:00:00Z',
          seen_at: '2026-11-03T17:00:00Z',
          expires_at: '2026-11-10T12:00:00Z',
          address: '192.0.2.7',
          agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
          here: true,
        },
        {
          id: 'n2',
          made_at: '2026-11-01T12:00:00Z',
          seen_at: '2026-11-02T17:00:00Z',
          expires_at: '2026-11-08T12:00:00Z',
          address: '192.0.2.9',
          agent: 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36',
          here: false,
        },
      ],
    }),
  ),
  http.delete('*/v1/sessions/:session', () => new HttpResponse(null, { status: 204 })),
];
