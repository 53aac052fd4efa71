import Hummingbird
import NIOWebSocket
import GRDB
import Crypto
package enum ServerStub {}
