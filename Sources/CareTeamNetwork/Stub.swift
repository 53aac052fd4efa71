import CCurl
package enum NetStub {}
