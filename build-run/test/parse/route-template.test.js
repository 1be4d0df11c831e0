import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeRoute } from '../../src/parse/route-template.js';
import { anyText } from '../support/any-text.js';
import { countRuns } from '../support/property-runs.js';

describe('the route of a request', () => {
  it.each([
    ['/', '/'],
    ['/api/pay', '/api/pay'],
    ['/api/pay/4711', '/api/pay/:id'],
    ['/api/pay/4711?card=4111', '/api/pay/:id'],
    ['/v1/users/42/orders/7', '/v1/users/:id/orders/:id'],
    ['/o/550e8400-e29b-41d4-a716-446655440000/x', '/o/:id/x'],
    ['/commit/9fceb02d0ae598e95dc970b74767f19372d61af8', '/commit/:id'],
    ['/t/deadbeef', '/t/deadbeef'],
    ['/t/deadbee5', '/t/:id'],
    ['/days/2026-11-21/hours/07', '/days/:date/hours/:id'],
    ['/img/123456.jpg', '/img/:id.jpg'],
    ['/static/app.css', '/static/app.css'],
    ['/reset/Zk3jd93kdkd93AAkdk3/now', '/reset/:id/now'],
    ['/login/eyJhbGciOiJIUzI1NiJ9.e30.x', '/login/:id'],
    ['/users/mo@mail.example/cart', '/users/:id/cart'],
    ['/shop;jsessionid=ABC123/cart', '/shop/cart'],
    ['http://shop.example/cart?x=1', '/cart'],
    ['http://shop.example', '/'],
    ['//double//slash/', '/double/slash'],
    ['/a/b/c/d/e/f/g/h/i/j', '/a/b/c/d/e/f/g/h/…'],
    ['/payment-service-internal-callback', '/payment-service-internal-callback'],
    ['/pay.PayService/Charge', '/pay.PayService/Charge'],
    ['/product/31790/%DB%8C%D8%AE%DA%86', '/product/:id/:id'],
    ['/shop/a%20b', '/shop/a%20b'],
    ['/hook/xoxb-abc/in', '/hook/xoxb-•••/in'],
    ['/login/token=opensesame', '/login/token=•••'],
    ['*', '*'],
    ['shop.example:443', 'shop.example:443'],
  ])('%s becomes %s', (target, route) => {
    expect(normalizeRoute(target)).toBe(route);
  });
  it('is null without a path', () => {
    expect(normalizeRoute(null)).toBeNull();
    expect(normalizeRoute('')).toBeNull();
    expect(normalizeRoute('?a=b')).toBeNull();
  });
  it('is short, on one line and without a query for any request', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 600 }), (rest) => {
        const route = normalizeRoute(`/${rest}`) ?? '';
        expect(route.length).toBeLessThanOrEqual(120);
        expect(route).not.toMatch(/[\n\r\u001b?]/);
      }),
    );
  });
  it('is the same by the fast path and segment by segment', () => {
    const word = fc.stringMatching(/^[a-z0-9_-]{1,17}$/);
    const piece = fc.oneof(word, fc.constantFrom('xoxb-a', 'v1', 'deadbeef', '2026-11', '4711', ''));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), (pieces) => {
        const path = `/${[...pieces, 'end'].join('/')}`;
        expect(normalizeRoute(path)).toBe(normalizeRoute(`${path};`));
      }),
      { numRuns: countRuns(500) },
    );
  });
  it('does not change if normalised again', () => {
    for (const route of ['/api/pay/:id', '/days/:date', '/img/:id.jpg'])
      expect(normalizeRoute(route)).toBe(route);
  });
});
