process.stdout.write('here')
setInterval(() => {}, 1000)
