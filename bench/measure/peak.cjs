// Required into a measured Node process: tells its largest resident size, in kilobytes, when it ends.
process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS))
})
