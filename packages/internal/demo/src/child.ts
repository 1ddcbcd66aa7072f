// The interrupt key of a terminal is meant for the demo, which ends this process, also when it is killed itself.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())
process.channel?.unref()

await import('@readyz/example-express-pg/server')
