import { findSlash24, findSlash64, isPrivateIpv4 } from '../base/ip-address.js';
/**
 * What one person can have many addresses of: a /64 of IPv6, a /24 of IPv4. Within a private network each address is a
 * client of its own.
 */
export function findClientNetwork(client) {
  const network = findSlash24(client);
  if (network === undefined) return findSlash64(client) ?? client;
  return isPrivateIpv4(client) ? client : network;
}
/** Adds a client to those that failures reached: the first two, and one of each further network up to three. */
export function addFailedClient(clients, client) {
  if (clients.includes(client)) return clients;
  if (clients.length < 2) return [...clients, client];
  if (clients.length >= clientsMax) return clients;
  const networks = new Set(clients.map(findClientNetwork));
  const isNew = networks.size < networksMax && !networks.has(findClientNetwork(client));
  return isNew ? [...clients, client] : clients;
}
/** A person at home has a network of each kind. */
export const personNetworksMax = 2;
const networksMax = personNetworksMax + 1;
const clientsMax = networksMax + 1;
