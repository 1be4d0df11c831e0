/** The machine, pod or container whose gateway failed, where several gateways are read. */
export const gatewayHost = `ALTER TABLE failure ADD COLUMN gateway_host TEXT`;
