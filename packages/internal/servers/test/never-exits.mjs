process.stdout.write('started')
setInterval(() => {}, 1000)
