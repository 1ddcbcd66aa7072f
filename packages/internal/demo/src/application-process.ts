// The program of the process in which the application runs. A terminal sends the interrupt key to
// both processes. This one ignores it, and exits when the demo closes the channel. The channel also
// closes when the demo is killed.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())
process.channel?.unref()

await import('@readyz/example-express-pg/server')
