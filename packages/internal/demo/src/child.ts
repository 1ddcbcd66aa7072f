// A terminal sends the interrupt key to both processes. Only the demo handles it, and then
// disconnects this process. The channel also closes when the demo is killed.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())
process.channel?.unref()

await import('@readyz/example-express-pg/server')
