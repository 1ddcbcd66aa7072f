import { type Chart, httpGet, numbers, tcpSocket } from './chart.ts'

const same = 'livenessProbe.httpGet.path same-request'
const tcp = 'livenessProbe.tcpSocket tcp-liveness'
const delay = 'livenessProbe.initialDelaySeconds no-startup-probe'

/** Applications that are written for Node. */
export const nodeCharts: readonly Chart[] = [
  {
    chart: '8gears/n8n',
    version: '1.1.0',
    image: 'n8nio/n8n:1.116.2',
    container: `livenessProbe:${httpGet('/healthz')}\nreadinessProbe:${httpGet('/healthz')}`,
    useful: [same],
  },
  {
    chart: 'bitnami/ghost',
    version: '25.0.5',
    image: 'docker.io/bitnami/ghost:6',
    container: `livenessProbe:${tcpSocket}${numbers(120, 10, 5, 6)}\nreadinessProbe:${httpGet('/')}${numbers(30, 5, 3, 6)}`,
    useful: [tcp, delay],
  },
  {
    chart: 'bitnami/parse, server',
    version: '25.1.16',
    image: 'docker.io/bitnami/parse:8',
    container: `livenessProbe:${tcpSocket}${numbers(120, 10, 5, 5)}\nreadinessProbe:${httpGet('/parse/users')}${numbers(30, 5, 5, 5)}`,
    useful: [tcp, delay],
  },
  {
    chart: 'bitnami/parse, dashboard',
    version: '25.1.16',
    image: 'docker.io/bitnami/parse-dashboard:7',
    container: `livenessProbe:${tcpSocket}${numbers(240, 10, 5, 5)}\nreadinessProbe:${httpGet('/')}${numbers(30, 5, 5, 5)}`,
    useful: [tcp, delay],
  },
  {
    chart: 'directus-labs/directus',
    version: '2.0.7',
    image: 'directus/directus:11.13.0',
    container: `livenessProbe:${httpGet('/')}\nreadinessProbe:${httpGet('/')}`,
    useful: [same],
  },
  {
    chart: 'rocketchat/rocketchat',
    version: '7.0.2',
    image: 'registry.rocket.chat/rocketchat/rocket.chat:8.6.1',
    grace: 30,
    container: `livenessProbe:${httpGet('/health')}${numbers(60, 15, 5, 3)}\nreadinessProbe:${httpGet('/health')}${numbers(10, 15, 5, 3)}`,
    useful: [same, delay],
  },
]
