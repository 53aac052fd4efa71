import GRDB
package enum StoreStub {}
