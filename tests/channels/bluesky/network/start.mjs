// Starts Bluesky's directory, data server and AppView on loopback, says where they are, and ends with its standard input.
import net from 'node:net'

// The servers name no host, which means every interface. Nothing of this may be reached from outside.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  if (given[0] !== null && typeof given[0] === 'object' && 'port' in given[0]) {
    given[0] = { ...given[0], host: '127.0.0.1' }
  } else if (/^\d+$/.test(String(given[0])) && typeof given[1] !== 'string') {
    given.splice(1, 0, '127.0.0.1')
  }
  return listen.apply(this, given)
}

process.stdin.on('end', () => process.exit(0))
process.stdin.resume()

const { TestNetwork } = await import('@atproto/dev-env')
const network = await TestNetwork.create({
  pds: { hostname: 'localhost', enableDidDocWithSession: true },
})
console.log(JSON.stringify({ pds: network.pds.url, appview: network.bsky.url, plc: network.plc.url }))
