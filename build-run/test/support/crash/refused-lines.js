/** Lines for nginx's error log, at most a second old: a refused connection each, all to the same upstream. */
export function makeRefusedLines(count, from = 0) {
  const time = new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  const formatLine = (n) =>
    `${time} [error] 31#31: *${n} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart/${n} HTTP/1.1", upstream: "http://10.0.0.7:8080/cart/${n}", host: "shop.example"\n`;
  return Array.from({ length: count }, (_, n) => formatLine(from + n + 1)).join('');
}
